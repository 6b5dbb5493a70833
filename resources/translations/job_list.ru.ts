<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>JobList</name>
        <message>
            <source>Job</source>
            <translation>Задание</translation>
        </message>
        <message>
            <source>Attempts</source>
            <translation>Попыток</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Когда</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Почему</translation>
        </message>
    </context>
</TS>
