<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>NoticeTemplates</name>
        <message>
            <source>number of the ticket</source>
            <translation>номер заявки</translation>
        </message>
        <message>
            <source>title of the ticket</source>
            <translation>тема заявки</translation>
        </message>
        <message>
            <source>status in the client's words</source>
            <translation>статус словами для клиента</translation>
        </message>
        <message>
            <source>the client</source>
            <translation>клиент</translation>
        </message>
        <message>
            <source>who called</source>
            <translation>кто обратился</translation>
        </message>
        <message>
            <source>the engineer</source>
            <translation>инженер</translation>
        </message>
        <message>
            <source>our company</source>
            <translation>наша компания</translation>
        </message>
        <message>
            <source>our phone</source>
            <translation>наш телефон</translation>
        </message>
        <message>
            <source>what was written with the move</source>
            <translation>что написано при переходе</translation>
        </message>
        <message>
            <source>Blanks; with a question mark, {phone?}, a line without value is left out:</source>
            <translation>Подстановки; со знаком вопроса, {phone?}, строка без значения выпадает:</translation>
        </message>
        <message>
            <source>no words yet: nothing is sent</source>
            <translation>текста нет: ничего не отправляется</translation>
        </message>
        <message>
            <source>Words saved</source>
            <translation>Текст сохранён</translation>
        </message>
        <message>
            <source>Statuses of which clients are told</source>
            <translation>Статусы, о которых сообщают клиентам</translation>
        </message>
    </context>
    <context>
        <name>TemplateForm</name>
        <message>
            <source>S&amp;ubject</source>
            <translation>&amp;Тема</translation>
        </message>
        <message>
            <source>&amp;Text</source>
            <translation>Те&amp;кст</translation>
        </message>
        <message>
            <source>Send it</source>
            <translation>Отправлять</translation>
        </message>
    </context>
</TS>
