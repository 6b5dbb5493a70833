<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>EquipmentPage</name>
        <message>
            <source>No devices yet</source>
            <translation>Устройств пока нет</translation>
        </message>
        <message>
            <source>Register the first one: type, place, serial number.</source>
            <translation>Заведите первое: тип, место, серийный номер.</translation>
        </message>
        <message>
            <source>ID, model, serial, client – or scan</source>
            <translation>ID, модель, серийный, клиент – или отсканируйте</translation>
        </message>
        <message>
            <source>Without label</source>
            <translation>Без наклейки</translation>
        </message>
        <message>
            <source>New device</source>
            <translation>Новое устройство</translation>
        </message>
        <message>
            <source>Equipment</source>
            <translation>Оборудование</translation>
        </message>
        <message>
            <source>Card</source>
            <translation>Карточка</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Наклейки</translation>
        </message>
    </context>
    <context>
        <name>_Card</name>
        <message>
            <source>none</source>
            <translation>нет</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>Клиент</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Место</translation>
        </message>
        <message>
            <source>Serial number</source>
            <translation>Серийный номер</translation>
        </message>
        <message>
            <source>Owner</source>
            <translation>Чьё</translation>
        </message>
        <message>
            <source>client's</source>
            <translation>клиента</translation>
        </message>
        <message>
            <source>ours</source>
            <translation>наше</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Состояние</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>Наклейка</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Заметка</translation>
        </message>
        <message>
            <source>Tickets</source>
            <translation>Заявки</translation>
        </message>
    </context>
    <context>
        <name>_Entry</name>
        <message>
            <source>Scan or type – Enter saves</source>
            <translation>Отсканируйте или введите – Enter сохранит</translation>
        </message>
        <message>
            <source>Register device</source>
            <translation>Завести устройство</translation>
        </message>
        <message>
            <source>client's</source>
            <translation>клиента</translation>
        </message>
        <message>
            <source>ours</source>
            <translation>наше</translation>
        </message>
        <message>
            <source>&amp;Client</source>
            <translation>&amp;Клиент</translation>
        </message>
        <message>
            <source>&amp;Site</source>
            <translation>О&amp;бъект</translation>
        </message>
        <message>
            <source>&amp;Type</source>
            <translation>&amp;Тип</translation>
        </message>
        <message>
            <source>&amp;Model</source>
            <translation>&amp;Модель</translation>
        </message>
        <message>
            <source>&amp;Room</source>
            <translation>Ко&amp;мната</translation>
        </message>
        <message>
            <source>&amp;Owner</source>
            <translation>&amp;Чьё</translation>
        </message>
        <message>
            <source>Serial &amp;number</source>
            <translation>&amp;Серийный номер</translation>
        </message>
        <message>
            <source>Choose client and type first.</source>
            <translation>Сначала выберите клиента и тип.</translation>
        </message>
        <message>
            <source>Device %1 is registered</source>
            <translation>Устройство %1 заведено</translation>
        </message>
        <message>
            <source>Press Enter once more to register it all the same.</source>
            <translation>Нажмите Enter ещё раз, чтобы всё равно завести.</translation>
        </message>
    </context>
    <context>
        <name>Pages</name>
        <message>
            <source>Equipment</source>
            <translation>Оборудование</translation>
        </message>
    </context>
</TS>
