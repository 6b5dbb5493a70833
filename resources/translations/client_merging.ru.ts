<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>MergePanel</name>
        <message>
            <source>Which client stays?</source>
            <translation>Какой клиент остаётся?</translation>
        </message>
        <message>
            <source>Merge</source>
            <translation>Объединить</translation>
        </message>
        <message>
            <source>The client entered twice is emptied: everything of it moves to the one that stays.</source>
            <translation>Клиент, заведённый дважды, опустеет: всё, что у него есть, перейдёт к тому, кто остаётся.</translation>
        </message>
        <message>
            <source>No other client is called that.</source>
            <translation>Другого клиента с таким названием нет.</translation>
        </message>
        <message>
            <source>Merge into “%1”</source>
            <translation>Объединить с «%1»</translation>
        </message>
        <message>
            <source>Tickets, old ones too</source>
            <translation>Заявки, включая старые</translation>
        </message>
        <message>
            <source>Taken for the same site: %1</source>
            <translation>Считаются одним объектом: %1</translation>
        </message>
        <message>
            <source>Also taken over: %1</source>
            <translation>Также перейдёт: %1</translation>
        </message>
        <message>
            <source>The old code leads to the client that stays. This cannot be undone.</source>
            <translation>Старый код будет вести к клиенту, который остаётся. Отменить это нельзя.</translation>
        </message>
        <message>
            <source>%1 is merged into %2</source>
            <translation>%1 объединён с клиентом %2</translation>
        </message>
    </context>
</TS>
