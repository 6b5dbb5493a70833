<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>TicketNotices</name>
        <message>
            <source>no address</source>
            <translation>нет адреса</translation>
        </message>
        <message>
            <source>waits</source>
            <translation>в очереди</translation>
        </message>
        <message>
            <source>is being sent</source>
            <translation>отправляется</translation>
        </message>
        <message>
            <source>not delivered</source>
            <translation>не доставлено</translation>
        </message>
        <message>
            <source>not sent</source>
            <translation>не отправлено</translation>
        </message>
        <message>
            <source>sent</source>
            <translation>отправлено</translation>
        </message>
    </context>
</TS>
