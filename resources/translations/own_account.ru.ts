<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>OwnAccount</name>
        <message>
            <source>Change my password</source>
            <translation>Сменить пароль</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Имя</translation>
        </message>
        <message>
            <source>Login</source>
            <translation>Логин</translation>
        </message>
        <message>
            <source>&amp;Present password</source>
            <translation>&amp;Текущий пароль</translation>
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
            <source>This is not your present password.</source>
            <translation>Это не ваш текущий пароль.</translation>
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
</TS>
