<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>NewCaller</name>
        <message>
            <source>Company, or a private person</source>
            <translation>Компания или частное лицо</translation>
        </message>
        <message>
            <source>Clients with such a name</source>
            <translation>Клиенты с таким названием</translation>
        </message>
        <message>
            <source>Name of who calls</source>
            <translation>Имя звонящего</translation>
        </message>
        <message>
            <source>Take on</source>
            <translation>Завести клиента</translation>
        </message>
        <message>
            <source>C&amp;lient</source>
            <translation>&amp;Клиент</translation>
        </message>
        <message>
            <source>&amp;Person</source>
            <translation>&amp;Имя</translation>
        </message>
        <message>
            <source>P&amp;hone</source>
            <translation>&amp;Телефон</translation>
        </message>
        <message>
            <source>Known: %1</source>
            <translation>Уже есть: %1</translation>
        </message>
    </context>
</TS>
