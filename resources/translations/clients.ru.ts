<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>ClientsPage</name>
        <message>
            <source>No clients yet</source>
            <translation>Клиентов пока нет</translation>
        </message>
        <message>
            <source>Add the first one: its name is enough.</source>
            <translation>Добавьте первого: достаточно названия.</translation>
        </message>
        <message>
            <source>Name, code, BIN, e-mail</source>
            <translation>Название, код, БИН, почта</translation>
        </message>
        <message>
            <source>Those who left too</source>
            <translation>И ушедшие</translation>
        </message>
        <message>
            <source>New client</source>
            <translation>Новый клиент</translation>
        </message>
    </context>
    <context>
        <name>Pages</name>
        <message>
            <source>Clients</source>
            <translation>Клиенты</translation>
        </message>
    </context>
</TS>
