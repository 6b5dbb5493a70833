<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>PrintersPage</name>
        <message>
            <source>Warehouse, at the gate</source>
            <translation>Склад, у ворот</translation>
        </message>
        <message>
            <source>as the printer is set</source>
            <translation>как настроен принтер</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>Используется</translation>
        </message>
        <message>
            <source>Network, port 9100</source>
            <translation>Сеть, порт 9100</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Файл</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Название</translation>
        </message>
        <message>
            <source>&amp;Connection</source>
            <translation>&amp;Подключение</translation>
        </message>
        <message>
            <source>&amp;Address</source>
            <translation>&amp;Адрес</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>&amp;Язык</translation>
        </message>
        <message>
            <source>&amp;Resolution</source>
            <translation>&amp;Разрешение</translation>
        </message>
        <message>
            <source>&amp;Darkness</source>
            <translation>&amp;Плотность</translation>
        </message>
        <message>
            <source>New printer</source>
            <translation>Новый принтер</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Сохранить</translation>
        </message>
        <message>
            <source>Label printers</source>
            <translation>Принтеры наклеек</translation>
        </message>
        <message>
            <source>not in use</source>
            <translation>не используется</translation>
        </message>
        <message>
            <source>Printer saved</source>
            <translation>Принтер сохранён</translation>
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
