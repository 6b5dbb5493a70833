<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>Names</name>
        <message>
            <source>engineer</source>
            <translation>инженер</translation>
        </message>
        <message>
            <source>dispatcher</source>
            <translation>диспетчер</translation>
        </message>
        <message>
            <source>procurement</source>
            <translation>закупки</translation>
        </message>
        <message>
            <source>warehouse</source>
            <translation>склад</translation>
        </message>
        <message>
            <source>bookkeeper</source>
            <translation>бухгалтер</translation>
        </message>
        <message>
            <source>client</source>
            <translation>клиент</translation>
        </message>
        <message>
            <source>supplier</source>
            <translation>поставщик</translation>
        </message>
        <message>
            <source>Incident</source>
            <translation>Инцидент</translation>
        </message>
        <message>
            <source>Service request</source>
            <translation>Обслуживание</translation>
        </message>
        <message>
            <source>Purchase</source>
            <translation>Закупка</translation>
        </message>
        <message>
            <source>Planned round</source>
            <translation>Плановый обход</translation>
        </message>
        <message>
            <source>Extra work</source>
            <translation>Доп. работы</translation>
        </message>
        <message>
            <source>Write-off</source>
            <translation>Списание</translation>
        </message>
        <message>
            <source>Repair intake</source>
            <translation>Приём в ремонт</translation>
        </message>
        <message>
            <source>Consumables</source>
            <translation>Расходники</translation>
        </message>
        <message>
            <source>Urgent</source>
            <translation>Срочно</translation>
        </message>
        <message>
            <source>High</source>
            <translation>Высокий</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>Обычный</translation>
        </message>
        <message>
            <source>Low</source>
            <translation>Низкий</translation>
        </message>
        <message>
            <source>in service</source>
            <translation>в работе</translation>
        </message>
        <message>
            <source>in repair</source>
            <translation>в ремонте</translation>
        </message>
        <message>
            <source>written off</source>
            <translation>списано</translation>
        </message>
        <message>
            <source>queued</source>
            <translation>в очереди</translation>
        </message>
        <message>
            <source>printing</source>
            <translation>печатается</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>остановлено</translation>
        </message>
        <message>
            <source>done</source>
            <translation>готово</translation>
        </message>
        <message>
            <source>cancelled</source>
            <translation>отменено</translation>
        </message>
        <message>
            <source>sent</source>
            <translation>отправлена</translation>
        </message>
        <message>
            <source>printed</source>
            <translation>напечатана</translation>
        </message>
        <message>
            <source>doubtful</source>
            <translation>под сомнением</translation>
        </message>
        <message>
            <source>spoiled</source>
            <translation>испорчена</translation>
        </message>
        <message>
            <source>a comment</source>
            <translation>комментария</translation>
        </message>
        <message>
            <source>a date ahead</source>
            <translation>даты в будущем</translation>
        </message>
        <message>
            <source>an engineer</source>
            <translation>инженера</translation>
        </message>
        <message>
            <source>what is to be bought</source>
            <translation>списка того, что купить</translation>
        </message>
        <message>
            <source>a file</source>
            <translation>файла</translation>
        </message>
        <message>
            <source>the signed sheet</source>
            <translation>подписанного листа</translation>
        </message>
        <message>
            <source>the invoice</source>
            <translation>счёта</translation>
        </message>
        <message>
            <source>the signed act</source>
            <translation>подписанного акта</translation>
        </message>
        <message>
            <source>an order for every line</source>
            <translation>заказа по каждой позиции</translation>
        </message>
        <message>
            <source>the arrival of every line</source>
            <translation>поступления по каждой позиции</translation>
        </message>
    </context>
</TS>
