<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>TicketView</name>
        <message>
            <source>Add</source>
            <translation>Добавить</translation>
        </message>
        <message>
            <source>Choose a ticket on the left</source>
            <translation>Выберите заявку слева</translation>
        </message>
        <message>
            <source>Internal comment – Ctrl+Enter</source>
            <translation>Внутренний комментарий – Ctrl+Enter</translation>
        </message>
        <message>
            <source>Thread</source>
            <translation>Переписка</translation>
        </message>
        <message>
            <source>Purchase</source>
            <translation>Закупка</translation>
        </message>
        <message>
            <source>History</source>
            <translation>История</translation>
        </message>
        <message>
            <source>late</source>
            <translation>просрочено</translation>
        </message>
        <message>
            <source>No client</source>
            <translation>Без клиента</translation>
        </message>
        <message numerus="yes">
            <source>Thread · %n</source>
            <translation>
                <numerusform>Переписка · %n</numerusform>
                <numerusform>Переписка · %n</numerusform>
                <numerusform>Переписка · %n</numerusform>
            </translation>
        </message>
        <message>
            <source>automatically</source>
            <translation>автоматически</translation>
        </message>
        <message>
            <source>№ %1: %2</source>
            <translation>№ %1: %2</translation>
        </message>
        <message>
            <source>This did not work; the details are in the log.</source>
            <translation>Не получилось; подробности в журнале.</translation>
        </message>
        <message>
            <source>title</source>
            <translation>тема</translation>
        </message>
        <message>
            <source>description</source>
            <translation>описание</translation>
        </message>
        <message>
            <source>type</source>
            <translation>тип</translation>
        </message>
        <message>
            <source>client</source>
            <translation>клиент</translation>
        </message>
        <message>
            <source>site</source>
            <translation>объект</translation>
        </message>
        <message>
            <source>contact</source>
            <translation>контакт</translation>
        </message>
        <message>
            <source>priority</source>
            <translation>приоритет</translation>
        </message>
        <message>
            <source>due</source>
            <translation>срок</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>Уведомления</translation>
        </message>
        <message numerus="yes">
            <source>Notices · %n</source>
            <translation>
                <numerusform>Уведомления · %n</numerusform>
                <numerusform>Уведомления · %n</numerusform>
                <numerusform>Уведомления · %n</numerusform>
            </translation>
        </message>
        <message>
            <source>failed: %1</source>
            <translation>не доставлено: %1</translation>
        </message>
        <message>
            <source>Internal comment</source>
            <translation>Внутренний комментарий</translation>
        </message>
    </context>
    <context>
        <name>_Thread</name>
        <message>
            <source>Nothing has been said yet.</source>
            <translation>Пока никто ничего не написал.</translation>
        </message>
        <message>
            <source>internal</source>
            <translation>внутренний</translation>
        </message>
        <message>
            <source>to the client</source>
            <translation>клиенту</translation>
        </message>
        <message>
            <source>from the client</source>
            <translation>от клиента</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>автоматически</translation>
        </message>
    </context>
</TS>
