<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>ClientList</name>
        <message>
            <source>Code</source>
            <translation>Код</translation>
        </message>
        <message>
            <source>BIN</source>
            <translation>БИН</translation>
        </message>
        <message>
            <source>Tickets</source>
            <translation>Заявок</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>Устройств</translation>
        </message>
    </context>
</TS>
