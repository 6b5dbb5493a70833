<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>KeptPapers</name>
        <message>
            <source>Made for this ticket</source>
            <translation>Сделано по этой заявке</translation>
        </message>
        <message>
            <source>Enter opens it: read, print or save it again</source>
            <translation>Enter открывает: посмотреть, напечатать или сохранить ещё раз</translation>
        </message>
        <message>
            <source>No paper yet</source>
            <translation>Документов пока нет</translation>
        </message>
    </context>
</TS>
