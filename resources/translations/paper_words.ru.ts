<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>PaperWords</name>
        <message>
            <source>Round sheet</source>
            <translation>Обходной лист</translation>
        </message>
        <message>
            <source>Commercial offer</source>
            <translation>Коммерческое предложение</translation>
        </message>
        <message>
            <source>Repair receipt</source>
            <translation>Расписка о приёмке в ремонт</translation>
        </message>
        <message>
            <source>Day of the round</source>
            <translation>День обхода</translation>
        </message>
        <message>
            <source>To whom</source>
            <translation>Кому</translation>
        </message>
        <message>
            <source>Ground</source>
            <translation>Основание</translation>
        </message>
        <message>
            <source>Terms of payment</source>
            <translation>Условия оплаты</translation>
        </message>
        <message>
            <source>Terms of delivery</source>
            <translation>Условия поставки</translation>
        </message>
        <message>
            <source>Lead time</source>
            <translation>Срок поставки</translation>
        </message>
        <message>
            <source>Delivery, by line</source>
            <translation>Срок поставки в строках таблицы</translation>
        </message>
        <message>
            <source>Warranty</source>
            <translation>Гарантия</translation>
        </message>
        <message>
            <source>Valid, days</source>
            <translation>Действует, дней</translation>
        </message>
        <message>
            <source>Day of the offer</source>
            <translation>Дата предложения</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Устройство</translation>
        </message>
        <message>
            <source>Handed over by</source>
            <translation>Сдал</translation>
        </message>
        <message>
            <source>Post</source>
            <translation>Должность</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>Телефон</translation>
        </message>
        <message>
            <source>Outer state</source>
            <translation>Внешний вид</translation>
        </message>
        <message>
            <source>Seals are whole</source>
            <translation>Пломбы целы</translation>
        </message>
        <message>
            <source>Switches on</source>
            <translation>Включается</translation>
        </message>
        <message>
            <source>Came along</source>
            <translation>Комплектация: что сдано</translation>
        </message>
        <message>
            <source>Declared fault</source>
            <translation>Заявленная неисправность</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Данные</translation>
        </message>
        <message>
            <source>There is a backup</source>
            <translation>Резервная копия есть</translation>
        </message>
        <message>
            <source>Payment</source>
            <translation>Оплата</translation>
        </message>
        <message>
            <source>Agreed without a call up to, ₸</source>
            <translation>Согласовано без звонка до, ₸</translation>
        </message>
        <message>
            <source>Diagnostics, ₸</source>
            <translation>Диагностика, ₸</translation>
        </message>
        <message>
            <source>Ready by about</source>
            <translation>Ориентировочный срок</translation>
        </message>
        <message>
            <source>Replacement equipment</source>
            <translation>Подменное оборудование</translation>
        </message>
        <message>
            <source>Taken over by act no.</source>
            <translation>Принято по акту №</translation>
        </message>
        <message>
            <source>Checklist of the round, a point a line</source>
            <translation>Контрольный список обхода, по пункту в строке</translation>
        </message>
        <message>
            <source>Results to tick, one a line</source>
            <translation>Результаты для отметок, по одному в строке</translation>
        </message>
        <message>
            <source>Statement above the signatures</source>
            <translation>Заявление над подписями</translation>
        </message>
        <message>
            <source>Terms, a point a line</source>
            <translation>Условия, по пункту в строке</translation>
        </message>
        <message>
            <source>not handed over</source>
            <translation>не передан</translation>
        </message>
        <message>
            <source>in a sealed envelope</source>
            <translation>передан в запечатанном виде</translation>
        </message>
        <message>
            <source>code on the sticker</source>
            <translation>код на наклейке</translation>
        </message>
        <message>
            <source>are needed</source>
            <translation>нужны</translation>
        </message>
        <message>
            <source>may be erased</source>
            <translation>можно стереть</translation>
        </message>
        <message>
            <source>warranty</source>
            <translation>гарантийный</translation>
        </message>
        <message>
            <source>by contract</source>
            <translation>по договору</translation>
        </message>
        <message>
            <source>paid</source>
            <translation>платный</translation>
        </message>
    </context>
</TS>
