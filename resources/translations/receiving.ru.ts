<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>ReceivingPage</name>
        <message>
            <source>Warehouse</source>
            <translation>Склад</translation>
        </message>
        <message>
            <source>Scan, product, order, supplier, ticket</source>
            <translation>Скан, товар, заказ, поставщик, заявка</translation>
        </message>
        <message>
            <source>Product</source>
            <translation>Товар</translation>
        </message>
        <message>
            <source>To come</source>
            <translation>Ждём</translation>
        </message>
        <message>
            <source>For whom</source>
            <translation>Для кого</translation>
        </message>
        <message>
            <source>Waits</source>
            <translation>Ждут</translation>
        </message>
        <message>
            <source>Supplier</source>
            <translation>Поставщик</translation>
        </message>
        <message>
            <source>Counted</source>
            <translation>Посчитано</translation>
        </message>
        <message>
            <source>Order</source>
            <translation>Заказ</translation>
        </message>
        <message>
            <source>Scan the first piece</source>
            <translation>Отсканируйте первую вещь</translation>
        </message>
        <message>
            <source>Nothing is on its way</source>
            <translation>Ничего не едет</translation>
        </message>
        <message>
            <source>Lines appear here when procurement orders from a supplier.</source>
            <translation>Строки появятся, когда закупки закажут у поставщика.</translation>
        </message>
        <message>
            <source>Post receipt</source>
            <translation>Провести</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Отказаться</translation>
        </message>
        <message>
            <source>Count one by hand</source>
            <translation>+1 вручную</translation>
        </message>
        <message>
            <source>Receive</source>
            <translation>Приёмка</translation>
        </message>
        <message numerus="yes">
            <source>%n d</source>
            <translation>
                <numerusform>%n дн</numerusform>
                <numerusform>%n дн</numerusform>
                <numerusform>%n дн</numerusform>
            </translation>
        </message>
        <message>
            <source>to stock</source>
            <translation>на склад</translation>
        </message>
        <message>
            <source>Choose a line on the left.</source>
            <translation>Выберите строку слева.</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 из %2</translation>
        </message>
        <message>
            <source>%1: now scan its serial number</source>
            <translation>%1: теперь серийный номер</translation>
        </message>
        <message>
            <source>%1: everything ordered is counted already</source>
            <translation>%1: всё заказанное уже посчитано</translation>
        </message>
        <message>
            <source>%1 is not ordered from anybody</source>
            <translation>%1 ни у кого не заказано</translation>
        </message>
        <message>
            <source>Unknown code %1</source>
            <translation>Неизвестный код %1</translation>
        </message>
        <message>
            <source>Put the piece aside and ask procurement.</source>
            <translation>Отложите вещь и спросите закупки.</translation>
        </message>
        <message>
            <source>To stock: nobody waits for it.</source>
            <translation>На склад: никто не ждёт.</translation>
        </message>
        <message>
            <source>For ticket %1, waiting since %2</source>
            <translation>Для заявки %1, ждут с %2</translation>
        </message>
        <message>
            <source>dispatcher</source>
            <translation>диспетчер</translation>
        </message>
        <message>
            <source>Receipt № %1 is posted</source>
            <translation>Поступление № %1 проведено</translation>
        </message>
        <message>
            <source>No ticket moved: other lines are still to come.</source>
            <translation>Заявки ждут: придут ещё позиции.</translation>
        </message>
    </context>
    <context>
        <name>Pages</name>
        <message>
            <source>Warehouse</source>
            <translation>Склад</translation>
        </message>
    </context>
</TS>
