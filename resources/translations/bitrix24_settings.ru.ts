<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>DealForm</name>
        <message>
            <source>Make deals in Bitrix24</source>
            <translation>Создавать сделки в Битрикс24</translation>
        </message>
        <message>
            <source>&amp;Pipeline</source>
            <translation>&amp;Воронка</translation>
        </message>
        <message>
            <source>&amp;Responsible</source>
            <translation>&amp;Ответственный</translation>
        </message>
        <message>
            <source>&amp;Title</source>
            <translation>&amp;Название сделки</translation>
        </message>
        <message>
            <source>The portal's first one</source>
            <translation>Первая на портале</translation>
        </message>
        <message>
            <source>The webhook's owner</source>
            <translation>Владелец вебхука</translation>
        </message>
        <message>
            <source>&amp;Field with the ticket number</source>
            <translation>Поле с номером &amp;заявки</translation>
        </message>
        <message>
            <source>None: the portal searches by our key</source>
            <translation>Нет: портал ищет по нашему ключу</translation>
        </message>
    </context>
    <context>
        <name>Bitrix24Settings</name>
        <message>
            <source>Address of the incoming webhook</source>
            <translation>Адрес входящего вебхука</translation>
        </message>
        <message>
            <source>A password: whoever has it acts as its employee. It wants the rights CRM and Users.</source>
            <translation>Это пароль: кто его знает, действует от имени сотрудника. Вебхуку нужны права «CRM» и «Пользователи».</translation>
        </message>
        <message>
            <source>In the title: {number}, {client}, {title} of the ticket.</source>
            <translation>В названии: {number} – номер заявки, {client} – клиент, {title} – тема.</translation>
        </message>
        <message>
            <source>Bitrix24 settings saved</source>
            <translation>Настройки Битрикс24 сохранены</translation>
        </message>
        <message>
            <source>The portal was renamed: %1 → %2 (%3). The agent uses the new address.</source>
            <translation>Портал переименован: %1 → %2 (%3). Агент работает по новому адресу.</translation>
        </message>
    </context>
</TS>
