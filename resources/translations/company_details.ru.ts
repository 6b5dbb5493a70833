<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>CompanyDetails</name>
        <message>
            <source>&amp;BIN</source>
            <translation>&amp;БИН</translation>
        </message>
        <message>
            <source>&amp;Phone</source>
            <translation>&amp;Телефон</translation>
        </message>
        <message>
            <source>&amp;E-mail</source>
            <translation>&amp;Почта</translation>
        </message>
        <message>
            <source>&amp;Time zone</source>
            <translation>&amp;Часовой пояс</translation>
        </message>
        <message>
            <source>Company details saved</source>
            <translation>Реквизиты сохранены</translation>
        </message>
    </context>
</TS>
