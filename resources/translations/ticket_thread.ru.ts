<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>TicketThread</name>
        <message>
            <source>Bitrix24</source>
            <translation>Битрикс24</translation>
        </message>
        <message>
            <source>Vetka</source>
            <translation>Ветка</translation>
        </message>
        <message>
            <source>changed there</source>
            <translation>изменён в Битрикс24</translation>
        </message>
    </context>
</TS>
