<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>FormChoice</name>
        <message>
            <source>seldom for such a ticket</source>
            <translation>редко по такой заявке</translation>
        </message>
        <message>
            <source>usual for %1 of %2</source>
            <translation>обычно для %1 из %2</translation>
        </message>
    </context>
</TS>
