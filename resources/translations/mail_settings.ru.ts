<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>MailForm</name>
        <message>
            <source>none (only inside the office)</source>
            <translation>нет (только внутри офиса)</translation>
        </message>
        <message>
            <source>the usual one: %1</source>
            <translation>обычный: %1</translation>
        </message>
        <message>
            <source>Send notices to clients</source>
            <translation>Отправлять уведомления клиентам</translation>
        </message>
        <message>
            <source>&amp;Protection</source>
            <translation>&amp;Защита</translation>
        </message>
        <message>
            <source>P&amp;ort</source>
            <translation>&amp;Порт</translation>
        </message>
        <message>
            <source>&amp;User</source>
            <translation>По&amp;льзователь</translation>
        </message>
        <message>
            <source>S&amp;ender's address</source>
            <translation>&amp;Адрес отправителя</translation>
        </message>
        <message>
            <source>Sender's &amp;name</source>
            <translation>&amp;Имя отправителя</translation>
        </message>
        <message>
            <source>&amp;Answers go to</source>
            <translation>&amp;Ответы на адрес</translation>
        </message>
    </context>
    <context>
        <name>MailSettings</name>
        <message>
            <source>Password of the user</source>
            <translation>Пароль пользователя</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>Пароль</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>Проверка</translation>
        </message>
        <message>
            <source>Connects and signs in as for a letter, and sends none.</source>
            <translation>Соединяется и входит, как для письма, но ничего не отправляет.</translation>
        </message>
        <message>
            <source>The way to the server has changed: type the password again.</source>
            <translation>Путь к серверу изменился: введите пароль заново.</translation>
        </message>
        <message>
            <source>Mail settings saved</source>
            <translation>Настройки почты сохранены</translation>
        </message>
    </context>
</TS>
