<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>MovePanel</name>
        <message>
            <source>Engineer</source>
            <translation>Инженер</translation>
        </message>
        <message>
            <source>Until</source>
            <translation>До</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Отмена</translation>
        </message>
        <message>
            <source>Why – this is kept in the ticket</source>
            <translation>Почему – это останется в заявке</translation>
        </message>
        <message>
            <source>Comment, if any</source>
            <translation>Комментарий, если нужен</translation>
        </message>
        <message>
            <source>Write a word why: the next person will read it.</source>
            <translation>Напишите, почему: это прочтёт следующий.</translation>
        </message>
    </context>
</TS>
