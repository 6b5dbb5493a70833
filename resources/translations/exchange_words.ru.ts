<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>Exchange</name>
        <message>
            <source>Deal in Bitrix24</source>
            <translation>Сделка в Битрикс24</translation>
        </message>
        <message>
            <source>Comment to Bitrix24</source>
            <translation>Комментарий в Битрикс24</translation>
        </message>
        <message>
            <source>Look at the deal</source>
            <translation>Чтение сделки</translation>
        </message>
        <message>
            <source>Test of Bitrix24</source>
            <translation>Проверка Битрикс24</translation>
        </message>
        <message>
            <source>Letter to the client</source>
            <translation>Письмо клиенту</translation>
        </message>
        <message>
            <source>Test of the mail</source>
            <translation>Проверка почты</translation>
        </message>
        <message>
            <source>Wake a postponed ticket</source>
            <translation>Пробуждение отложенной</translation>
        </message>
        <message>
            <source>Round of postponed tickets</source>
            <translation>Обход отложенных</translation>
        </message>
        <message>
            <source>Backup</source>
            <translation>Резервная копия</translation>
        </message>
        <message>
            <source>Nightly backup</source>
            <translation>Ночная копия</translation>
        </message>
        <message>
            <source>Round of Bitrix24</source>
            <translation>Обход Битрикс24</translation>
        </message>
        <message>
            <source>Mail</source>
            <translation>Почта</translation>
        </message>
        <message>
            <source>under way</source>
            <translation>выполняется</translation>
        </message>
        <message>
            <source>waits</source>
            <translation>ждёт</translation>
        </message>
        <message>
            <source>waits its turn</source>
            <translation>ждёт очереди</translation>
        </message>
        <message>
            <source>needs you</source>
            <translation>ждёт решения</translation>
        </message>
        <message>
            <source>skipped</source>
            <translation>пропущено</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>не удалось</translation>
        </message>
        <message>
            <source>will be tried again</source>
            <translation>будет повторено</translation>
        </message>
        <message>
            <source>No deal is made in Bitrix24 for this purchase.</source>
            <translation>Сделка в Битрикс24 для этой закупки не создаётся.</translation>
        </message>
        <message>
            <source>This comment will not appear in Bitrix24.</source>
            <translation>Этот комментарий в Битрикс24 не появится.</translation>
        </message>
        <message>
            <source>The client does not get this letter.</source>
            <translation>Клиент это письмо не получит.</translation>
        </message>
        <message>
            <source>The ticket is woken by the next round, some minutes later.</source>
            <translation>Заявку разбудит ближайший обход, через несколько минут.</translation>
        </message>
        <message>
            <source>There will be no such backup; the next one is made at night.</source>
            <translation>Этой копии не будет; следующая делается ночью.</translation>
        </message>
        <message>
            <source>An earlier job of this ticket needs you; this one goes after it.</source>
            <translation>Более раннее задание этой заявки ждёт решения; это пойдёт за ним.</translation>
        </message>
        <message>
            <source>since %1</source>
            <translation>с %1</translation>
        </message>
    </context>
</TS>
