# What Data::ICal understands: RT, the ticket system, stands on it. It knows no instants.
use strict;
use warnings;
use Data::ICal;
use JSON::PP;

sub text {
    my ($event, $name) = @_;
    my $found = $event->property($name) or return undef;
    my $value = $found->[0]->decoded_value;
    utf8::decode($value) unless utf8::is_utf8($value);
    return $value;
}

sub understood {
    my ($event) = @_;
    my %told = map { $_ => text($event, $_) }
        qw(uid status summary description location url);
    $told{sequence} = text($event, "sequence") + 0;
    return \%told;
}

sub understand {
    my ($name) = @_;
    my $calendar = Data::ICal->new(filename => $name);
    return {refused => $calendar->error_message} unless $calendar;
    return [map { understood($_) }
            grep { $_->ical_entry_type eq "VEVENT" } @{$calendar->entries}];
}

print JSON::PP->new->utf8->canonical->encode(
    {version => $Data::ICal::VERSION, feeds => [map { understand($_) } @ARGV]});
