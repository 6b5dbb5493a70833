<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>SettingsPage</name>
        <message>
            <source>Printers</source>
            <translation>Принтеры</translation>
        </message>
        <message>
            <source>Company</source>
            <translation>Компания</translation>
        </message>
        <message>
            <source>My password</source>
            <translation>Мой пароль</translation>
        </message>
    </context>
    <context>
        <name>OwnPassword</name>
        <message>
            <source>Change my password</source>
            <translation>Сменить пароль</translation>
        </message>
        <message>
            <source>&amp;New password</source>
            <translation>&amp;Новый пароль</translation>
        </message>
        <message>
            <source>The same &amp;again</source>
            <translation>&amp;Ещё раз</translation>
        </message>
        <message>
            <source>The two are not the same.</source>
            <translation>Пароли не совпадают.</translation>
        </message>
        <message>
            <source>Password changed; it holds from your next sign-in.</source>
            <translation>Пароль сменён; он понадобится при следующем входе.</translation>
        </message>
    </context>
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
