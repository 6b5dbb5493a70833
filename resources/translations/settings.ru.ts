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
            <source>My account</source>
            <translation>Моя учётная запись</translation>
        </message>
        <message>
            <source>Bitrix24</source>
            <translation>Битрикс24</translation>
        </message>
        <message>
            <source>Mail</source>
            <translation>Почта</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>Уведомления</translation>
        </message>
        <message>
            <source>Texts of forms</source>
            <translation>Тексты бланков</translation>
        </message>
    </context>
    <context>
        <name>Pages</name>
        <message>
            <source>Settings</source>
            <translation>Настройки</translation>
        </message>
    </context>
</TS>
