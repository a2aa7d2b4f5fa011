<?php
// What Horde's parser understands: Horde, Kolab and a number of web mails stand on it.
spl_autoload_register(function ($class) {
    @include str_replace('_', '/', $class) . '.php';
});

function moment($event, $name)
{
    $at = $event->getAttribute($name);
    return is_array($at)
        ? sprintf('%04d-%02d-%02d', $at['year'], $at['month'], $at['mday'])
        : gmdate('Y-m-d\TH:i:s\Z', $at);
}

function text($event, $name)
{
    return $event->getAttributeDefault($name, null);
}

function understood($event)
{
    return [
        'uid' => text($event, 'UID'),
        'sequence' => text($event, 'SEQUENCE'),
        'status' => text($event, 'STATUS'),
        'summary' => text($event, 'SUMMARY'),
        'description' => text($event, 'DESCRIPTION'),
        'location' => text($event, 'LOCATION'),
        'url' => text($event, 'URL'),
        'start' => moment($event, 'DTSTART'),
        'end' => moment($event, 'DTEND'),
    ];
}

function read($name)
{
    try {
        $calendar = new Horde_Icalendar();
        if (!$calendar->parsevCalendar(file_get_contents($name))) {
            return ['refused' => 'not a calendar'];
        }
        $events = [];
        foreach ($calendar->getComponents() as $component) {
            if ($component->getType() === 'vEvent') {
                $events[] = understood($component);
            }
        }
        return $events;
    } catch (Throwable $refusal) {
        return ['refused' => (string) $refusal];
    }
}

error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING);
date_default_timezone_set('UTC');
$feeds = array_map('read', array_slice($argv, 1));
echo json_encode(['version' => '2', 'feeds' => $feeds]);
