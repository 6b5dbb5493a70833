<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>PapersMade</name>
        <message numerus="yes">
            <source>%n paper(s)</source>
            <translation>
                <numerusform>%n документ</numerusform>
                <numerusform>%n документа</numerusform>
                <numerusform>%n документов</numerusform>
            </translation>
        </message>
        <message>
            <source>Made: %1</source>
            <translation>Оформлено: %1</translation>
        </message>
        <message>
            <source>Made: %1 of %2.</source>
            <translation>Оформлено: %1 из %2.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Открыть</translation>
        </message>
        <message>
            <source>Cancelled: no paper was made.</source>
            <translation>Отменено: ни один документ не сделан.</translation>
        </message>
    </context>
</TS>
