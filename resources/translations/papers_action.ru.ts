<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>TicketPapers</name>
        <message>
            <source>Documents</source>
            <translation>Документы</translation>
        </message>
        <message>
            <source>Round sheet, offer, receipt: make, print, open again</source>
            <translation>Обходной лист, КП, расписка: сделать, напечатать, открыть снова</translation>
        </message>
        <message>
            <source>Documents of the chosen tickets</source>
            <translation>Документы выбранных заявок</translation>
        </message>
    </context>
</TS>
