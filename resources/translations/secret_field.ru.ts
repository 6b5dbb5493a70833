<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>SecretField</name>
        <message>
            <source>Keep</source>
            <translation>Запомнить</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Сменить</translation>
        </message>
        <message>
            <source>Forget</source>
            <translation>Забыть</translation>
        </message>
        <message>
            <source>set %1 by %2</source>
            <translation>задано %1, %2</translation>
        </message>
        <message>
            <source>Forget it for good? The agent does nothing there until a new one is typed.</source>
            <translation>Забыть насовсем? Пока не введёте новое значение, агент ничего там не делает.</translation>
        </message>
        <message>
            <source>Yes, forget</source>
            <translation>Да, забыть</translation>
        </message>
    </context>
</TS>
