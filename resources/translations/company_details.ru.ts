<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>CompanyDetails</name>
        <message>
            <source>Company details saved</source>
            <translation>Реквизиты сохранены</translation>
        </message>
    </context>
    <context>
        <name>CompanyForm</name>
        <message>
            <source>Post of the head</source>
            <translation>Должность руководителя</translation>
        </message>
        <message>
            <source>&amp;Head, for signatures</source>
            <translation>Р&amp;уководитель, для подписи</translation>
        </message>
        <message>
            <source>Ban&amp;k</source>
            <translation>Б&amp;анк</translation>
        </message>
        <message>
            <source>&amp;Account (IBAN)</source>
            <translation>&amp;ИИК (счёт)</translation>
        </message>
        <message>
            <source>Bank code (BI&amp;C)</source>
            <translation>БИ&amp;К</translation>
        </message>
        <message>
            <source>Kbe</source>
            <translation>Кбе</translation>
        </message>
        <message>
            <source>Director</source>
            <translation>Директор</translation>
        </message>
        <message>
            <source>Pays VAT: offers name its rate</source>
            <translation>Плательщик НДС: ставка печатается в предложениях</translation>
        </message>
        <message>
            <source>VAT</source>
            <translation>НДС</translation>
        </message>
        <message>
            <source>Working hours</source>
            <translation>Часы работы</translation>
        </message>
        <message>
            <source>&amp;BIN</source>
            <translation>&amp;БИН</translation>
        </message>
        <message>
            <source>&amp;Phone</source>
            <translation>&amp;Телефон</translation>
        </message>
        <message>
            <source>&amp;E-mail</source>
            <translation>&amp;Почта</translation>
        </message>
        <message>
            <source>&amp;Time zone</source>
            <translation>&amp;Часовой пояс</translation>
        </message>
    </context>
</TS>
