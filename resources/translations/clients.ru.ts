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
        <name>_Card</name>
        <message>
            <source>Served</source>
            <translation>Обслуживается</translation>
        </message>
        <message>
            <source>New site: name, address – Enter</source>
            <translation>Новый объект: название, адрес – Enter</translation>
        </message>
        <message>
            <source>New person: name, phone – Enter</source>
            <translation>Новый человек: имя, телефон – Enter</translation>
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
            <source>Sites</source>
            <translation>Объекты</translation>
        </message>
        <message>
            <source>People</source>
            <translation>Люди</translation>
        </message>
        <message>
            <source>New client</source>
            <translation>Новый клиент</translation>
        </message>
        <message>
            <source>made from the name</source>
            <translation>из названия</translation>
        </message>
        <message numerus="yes">
            <source>%n open ticket(s)</source>
            <translation>
                <numerusform>%n открытая заявка</numerusform>
                <numerusform>%n открытые заявки</numerusform>
                <numerusform>%n открытых заявок</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n device(s)</source>
            <translation>
                <numerusform>%n устройство</numerusform>
                <numerusform>%n устройства</numerusform>
                <numerusform>%n устройств</numerusform>
            </translation>
        </message>
        <message>
            <source>Client saved</source>
            <translation>Клиент сохранён</translation>
        </message>
    </context>
</TS>
