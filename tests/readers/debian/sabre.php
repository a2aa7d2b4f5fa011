<?php
// What sabre/vobject understands: Nextcloud, ownCloud and Baïkal stand on it.
use Sabre\VObject\Reader;
use Sabre\VObject\Version;

spl_autoload_register(function ($class) {
    require str_replace('\\', '/', $class) . '.php';
});

function moment($property)
{
    $at = $property->getDateTime();
    if ((string) $property['VALUE'] === 'DATE') {
        return $at->format('Y-m-d');
    }
    return gmdate('Y-m-d\TH:i:s\Z', $at->getTimestamp());
}

function text($property)
{
    return $property === null ? null : (string) $property;
}

function understood($event)
{
    return [
        'uid' => text($event->UID),
        'sequence' => (int) (string) $event->SEQUENCE,
        'status' => text($event->STATUS),
        'summary' => text($event->SUMMARY),
        'description' => text($event->DESCRIPTION),
        'location' => text($event->LOCATION),
        'url' => text($event->URL),
        'start' => moment($event->DTSTART),
        'end' => moment($event->DTEND),
    ];
}

function read($name)
{
    try {
        $calendar = Reader::read(file_get_contents($name));
        $faults = array_column($calendar->validate(), 'message');
        if ($faults) {
            return ['refused' => implode('; ', $faults)];
        }
        $events = [];
        foreach ($calendar->select('VEVENT') as $event) {
            $events[] = understood($event);
        }
        return $events;
    } catch (Throwable $refusal) {
        return ['refused' => (string) $refusal];
    }
}

error_reporting(E_ALL & ~E_DEPRECATED);
$feeds = array_map('read', array_slice($argv, 1));
echo json_encode(['version' => Version::VERSION, 'feeds' => $feeds]);
