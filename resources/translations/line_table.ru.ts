<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>LineTable</name>
        <message>
            <source>Variant</source>
            <translation>Вариант</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>Себест.</translation>
        </message>
        <message>
            <source>Price</source>
            <translation>Цена</translation>
        </message>
        <message>
            <source>F2 or a digit: type it; for one unit, in tenge</source>
            <translation>F2 или цифра – ввести; за единицу, в тенге</translation>
        </message>
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
            <source>%1 of %2</source>
            <translation>%1 из %2</translation>
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
            <source>What the ticket needs</source>
            <translation>Что нужно по заявке</translation>
        </message>
    </context>
</TS>
