<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>TicketPage</name>
        <message>
            <source>Nothing waits for you</source>
            <translation>Вас ничего не ждёт</translation>
        </message>
        <message>
            <source>When it is your move, the ticket is here.</source>
            <translation>Когда будет ваш ход, заявка появится здесь.</translation>
        </message>
        <message>
            <source>Number, client, words</source>
            <translation>Номер, клиент, слова</translation>
        </message>
        <message>
            <source>Closed too</source>
            <translation>И закрытые</translation>
        </message>
        <message>
            <source>New ticket</source>
            <translation>Новая заявка</translation>
        </message>
        <message>
            <source>My work</source>
            <translation>Моя работа</translation>
        </message>
        <message>
            <source>Tickets</source>
            <translation>Заявки</translation>
        </message>
        <message>
            <source>Whose move: all</source>
            <translation>Чей ход: все</translation>
        </message>
        <message numerus="yes">
            <source>%n ticket(s)</source>
            <translation>
                <numerusform>%n заявка</numerusform>
                <numerusform>%n заявки</numerusform>
                <numerusform>%n заявок</numerusform>
            </translation>
        </message>
        <message>
            <source>10,000 and more</source>
            <translation>10 000 и больше</translation>
        </message>
    </context>
    <context>
        <name>Pages</name>
        <message>
            <source>My work</source>
            <translation>Моя работа</translation>
        </message>
        <message>
            <source>Tickets</source>
            <translation>Заявки</translation>
        </message>
    </context>
</TS>
