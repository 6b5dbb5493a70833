<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>KeptForm</name>
        <message>
            <source>Undo changes</source>
            <translation>Отменить изменения</translation>
        </message>
        <message>
            <source>Save once more to confirm.</source>
            <translation>Чтобы подтвердить, сохраните ещё раз.</translation>
        </message>
        <message>
            <source>Stored now – %1</source>
            <translation>Сейчас сохранено – %1</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>да</translation>
        </message>
        <message>
            <source>no</source>
            <translation>нет</translation>
        </message>
    </context>
</TS>
