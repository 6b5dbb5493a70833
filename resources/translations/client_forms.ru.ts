<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>ClientForm</name>
        <message>
            <source>made from the name</source>
            <translation>из названия</translation>
        </message>
        <message>
            <source>&amp;Code</source>
            <translation>&amp;Код</translation>
        </message>
        <message>
            <source>&amp;BIN</source>
            <translation>&amp;БИН</translation>
        </message>
        <message>
            <source>&amp;E-mail</source>
            <translation>&amp;Почта</translation>
        </message>
        <message>
            <source>N&amp;ote</source>
            <translation>&amp;Заметка</translation>
        </message>
        <message>
            <source>Served</source>
            <translation>Обслуживается</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>Уведомления</translation>
        </message>
        <message>
            <source>Tell of the statuses of tickets by mail</source>
            <translation>Уведомлять о статусах заявок по почте</translation>
        </message>
        <message>
            <source>Notices &amp;in</source>
            <translation>&amp;Язык уведомлений</translation>
        </message>
    </context>
    <context>
        <name>SiteForm</name>
        <message>
            <source>Head office</source>
            <translation>Головной офис</translation>
        </message>
        <message>
            <source>Entrance, floor, who gives the pass</source>
            <translation>Вход, этаж, у кого пропуск</translation>
        </message>
        <message>
            <source>&amp;Way in, pass</source>
            <translation>&amp;Как пройти, пропуск</translation>
        </message>
        <message>
            <source>Ho&amp;urs</source>
            <translation>&amp;Часы работы</translation>
        </message>
    </context>
    <context>
        <name>PersonForm</name>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Имя</translation>
        </message>
        <message>
            <source>Several: with a comma between</source>
            <translation>Если несколько – через запятую</translation>
        </message>
        <message>
            <source>&amp;Phones</source>
            <translation>&amp;Телефоны</translation>
        </message>
        <message>
            <source>P&amp;ost</source>
            <translation>&amp;Должность</translation>
        </message>
        <message>
            <source>&amp;E-mail</source>
            <translation>&amp;Почта</translation>
        </message>
        <message>
            <source>Works there</source>
            <translation>Работает там</translation>
        </message>
    </context>
</TS>
