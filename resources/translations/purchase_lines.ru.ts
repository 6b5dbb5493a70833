<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>PurchaseLines</name>
        <message>
            <source>What is needed – Enter goes to the quantity</source>
            <translation>Что нужно – Enter перейдёт к количеству</translation>
        </message>
        <message>
            <source>Add line</source>
            <translation>Добавить</translation>
        </message>
        <message>
            <source>Not needed</source>
            <translation>Не нужно</translation>
        </message>
        <message>
            <source>Choose the line that is not needed.</source>
            <translation>Выберите строку, которая не нужна.</translation>
        </message>
        <message>
            <source>Order № %1 is placed</source>
            <translation>Заказ № %1 оформлен</translation>
        </message>
        <message>
            <source>Variant %1 is chosen, the others are not needed</source>
            <translation>Выбран вариант %1, остальные отмечены как ненужные</translation>
        </message>
        <message>
            <source>What is needed</source>
            <translation>Что нужно</translation>
        </message>
        <message>
            <source>Quantity</source>
            <translation>Количество</translation>
        </message>
    </context>
    <context>
        <name>_OrderPanel</name>
        <message>
            <source>Supplier</source>
            <translation>Поставщик</translation>
        </message>
        <message>
            <source>Order from supplier</source>
            <translation>Заказать у поставщика</translation>
        </message>
        <message>
            <source>Expected on</source>
            <translation>Ожидается</translation>
        </message>
    </context>
</TS>
