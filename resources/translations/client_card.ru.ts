<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>ClientView</name>
        <message>
            <source>New site</source>
            <translation>Новый объект</translation>
        </message>
        <message>
            <source>New person</source>
            <translation>Новый человек</translation>
        </message>
        <message>
            <source>Open tickets</source>
            <translation>Открытые заявки</translation>
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
            <source>Merge</source>
            <translation>Объединить</translation>
        </message>
        <message>
            <source>New client</source>
            <translation>Новый клиент</translation>
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
            <source>All of them</source>
            <translation>Все заявки</translation>
        </message>
        <message>
            <source>no longer in use</source>
            <translation>больше не используется</translation>
        </message>
        <message>
            <source>no longer there</source>
            <translation>больше не работает</translation>
        </message>
        <message>
            <source>Client saved</source>
            <translation>Клиент сохранён</translation>
        </message>
        <message>
            <source>New contract</source>
            <translation>Новый договор</translation>
        </message>
        <message>
            <source>Contracts</source>
            <translation>Договоры</translation>
        </message>
    </context>
</TS>
