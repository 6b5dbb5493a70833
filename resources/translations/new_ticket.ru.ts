<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>NewTicketForm</name>
        <message>
            <source>Phone, person or client</source>
            <translation>Телефон, человек или клиент</translation>
        </message>
        <message>
            <source>What is wrong, in one line</source>
            <translation>Что случилось, одной строкой</translation>
        </message>
        <message>
            <source>Register</source>
            <translation>Зарегистрировать</translation>
        </message>
        <message>
            <source>Later: into the queue</source>
            <translation>Позже: в очередь</translation>
        </message>
        <message>
            <source>New ticket</source>
            <translation>Новая заявка</translation>
        </message>
        <message>
            <source>&amp;Who</source>
            <translation>&amp;Кто</translation>
        </message>
        <message>
            <source>&amp;Site</source>
            <translation>О&amp;бъект</translation>
        </message>
        <message>
            <source>&amp;Contact</source>
            <translation>К&amp;онтакт</translation>
        </message>
        <message>
            <source>W&amp;hat</source>
            <translation>&amp;Что</translation>
        </message>
        <message>
            <source>&amp;Details</source>
            <translation>&amp;Подробно</translation>
        </message>
        <message>
            <source>&amp;Type</source>
            <translation>&amp;Тип</translation>
        </message>
        <message>
            <source>Open tickets of this client</source>
            <translation>Открытые заявки этого клиента</translation>
        </message>
        <message>
            <source>Nobody is known by that.</source>
            <translation>Никто не найден.</translation>
        </message>
        <message>
            <source>Choose who calls: type a phone number or a name.</source>
            <translation>Выберите, кто звонит: наберите телефон или имя.</translation>
        </message>
        <message>
            <source>Ticket № %1 is registered</source>
            <translation>Заявка № %1 зарегистрирована</translation>
        </message>
    </context>
</TS>
