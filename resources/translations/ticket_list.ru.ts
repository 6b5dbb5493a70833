<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>TicketList</name>
        <message>
            <source>№</source>
            <translation>№</translation>
        </message>
        <message>
            <source>Ticket</source>
            <translation>Заявка</translation>
        </message>
        <message>
            <source>Whose move</source>
            <translation>Чей ход</translation>
        </message>
        <message>
            <source>Age</source>
            <translation>Возраст</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Статус</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>Клиент</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>Приоритет</translation>
        </message>
        <message>
            <source>Registered</source>
            <translation>Создана</translation>
        </message>
    </context>
</TS>
