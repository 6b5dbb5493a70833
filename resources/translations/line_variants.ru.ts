<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>LineVariants</name>
        <message>
            <source>New lines: variant</source>
            <translation>Новые позиции: вариант</translation>
        </message>
        <message>
            <source>Variant of new lines</source>
            <translation>Вариант новых позиций</translation>
        </message>
        <message>
            <source>+ variant</source>
            <translation>+ вариант</translation>
        </message>
        <message>
            <source>Another alternative in the offer, at most three</source>
            <translation>Ещё один вариант предложения, не больше трёх</translation>
        </message>
        <message>
            <source>Variant chosen</source>
            <translation>Выбран вариант</translation>
        </message>
        <message>
            <source>Variant %1</source>
            <translation>Вариант %1</translation>
        </message>
    </context>
</TS>
