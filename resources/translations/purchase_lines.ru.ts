<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>PurchaseLines</name>
        <message>
            <source>What</source>
            <translation>Что</translation>
        </message>
        <message>
            <source>Quantity</source>
            <translation>Сколько</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Состояние</translation>
        </message>
        <message>
            <source>Expected</source>
            <translation>Ждём</translation>
        </message>
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
            <source>wanted</source>
            <translation>нужно</translation>
        </message>
        <message>
            <source>ordered</source>
            <translation>заказано</translation>
        </message>
        <message>
            <source>partly here</source>
            <translation>частично пришло</translation>
        </message>
        <message>
            <source>in stock</source>
            <translation>на складе</translation>
        </message>
        <message>
            <source>not needed</source>
            <translation>не нужно</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 из %2</translation>
        </message>
        <message>
            <source>Choose the line that is not needed.</source>
            <translation>Выберите строку, которая не нужна.</translation>
        </message>
        <message>
            <source>Order № %1 is placed</source>
            <translation>Заказ № %1 оформлен</translation>
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
    </context>
</TS>
