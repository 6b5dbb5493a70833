<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>PapersPage</name>
        <message>
            <source>Make</source>
            <translation>Оформить</translation>
        </message>
        <message>
            <source>Make the paper and keep it with the ticket</source>
            <translation>Сделать документ и сохранить его в заявке</translation>
        </message>
        <message>
            <source>Save as PDF</source>
            <translation>Сохранить PDF</translation>
        </message>
        <message>
            <source>Make the paper, keep it, and save a copy</source>
            <translation>Сделать документ, сохранить в заявке и записать копию в файл</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Показать</translation>
        </message>
        <message>
            <source>Draw it anew as it would be; nothing is kept</source>
            <translation>Нарисовать заново, каким он будет; ничего не сохраняется</translation>
        </message>
        <message>
            <source>Documents</source>
            <translation>Документы</translation>
        </message>
        <message>
            <source>Making papers: %1</source>
            <translation>Документы: %1</translation>
        </message>
        <message>
            <source>Made: %1</source>
            <translation>Оформлено: %1</translation>
        </message>
        <message>
            <source>Cancelled: no paper was made.</source>
            <translation>Отменено: ни один документ не сделан.</translation>
        </message>
        <message>
            <source>Without a client, so without a paper: %1</source>
            <translation>Без клиента, поэтому без документа: %1</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>Напечатать</translation>
        </message>
        <message>
            <source>Make the paper, keep it, and print it</source>
            <translation>Сделать документ, сохранить в заявке и напечатать</translation>
        </message>
        <message>
            <source>Shown: № %1. What is left empty is as each ticket says.</source>
            <translation>Показана № %1. Пустые поля – как в каждой заявке.</translation>
        </message>
        <message>
            <source>Made: %1 of %2. Here are the tickets that are left.</source>
            <translation>Сделано: %1 из %2. Здесь остались остальные заявки.</translation>
        </message>
    </context>
</TS>
