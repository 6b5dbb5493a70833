<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>StageMeanings</name>
        <message>
            <source>Save the stages</source>
            <translation>Сохранить стадии</translation>
        </message>
        <message>
            <source>What the portal's stages mean here</source>
            <translation>Что означают стадии портала</translation>
        </message>
        <message>
            <source>The stages are read from the portal: test the address first.</source>
            <translation>Стадии читаются с портала: сначала проверьте адрес.</translation>
        </message>
        <message>
            <source>A deal that comes to a stage moves its ticket to the chosen status. Without one it is only shown.</source>
            <translation>Сделка, дошедшая до стадии, переводит заявку в выбранный статус. Без него стадия только показывается.</translation>
        </message>
        <message>
            <source>back to the engineer: done</source>
            <translation>инженеру: выполнено</translation>
        </message>
        <message>
            <source>back: refused</source>
            <translation>инженеру: отказ</translation>
        </message>
        <message>
            <source>Only show</source>
            <translation>Только показывать</translation>
        </message>
        <message>
            <source>gone from the portal</source>
            <translation>нет на портале</translation>
        </message>
        <message>
            <source>in progress</source>
            <translation>в работе</translation>
        </message>
        <message>
            <source>won</source>
            <translation>успех</translation>
        </message>
        <message>
            <source>lost</source>
            <translation>провал</translation>
        </message>
        <message>
            <source>Stages saved</source>
            <translation>Стадии сохранены</translation>
        </message>
    </context>
</TS>
