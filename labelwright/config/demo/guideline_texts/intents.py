"""The guideline of the intent project."""

VERSION_1 = """\
# Assistant intents {#purpose}

Each item is one message to the assistant of Emberlane, an energy supplier. Choose the **one** intent that
says what the person wants to happen *next*. The messages come in English, Korean and Japanese; the rules
are the same.

## How to decide {#deciding}

1. Ask what the person would be content with as an answer.
2. If two intents fit, take the one that needs *action*: paying comes before asking about a bill.
3. Do not guess a story. "It's freezing in here" may be a fault, but as it stands it asks for warmth.

| Message | Intent | Why |
| --- | --- | --- |
| "Is my bill higher because of the new tariff" | Ask about a bill | they want the bill explained |
| "heating AND hot water just went off" | Power cut | they ask about a problem in the area |
| "the boiler makes a banging noise" | Engineer's visit | somebody has to come |

## Ask about a bill {#check_bill}

How much, why so much, what a line means, a copy of a statement.

- **Do** choose it for questions about a past or coming amount.
- **Don't** choose it when the person wants to pay.

## Pay a bill {#pay_bill}

Paying now, paying in parts, direct debits, a payment that failed.

- **Do** choose it for a changed account or date of a direct debit.
- **Don't** choose it for money that the person is to *receive*: that is *Solar power*.

## Meter reading {#meter_reading}

A number read from a meter, how to read or send it, correcting one.

- **Do** choose it for a bare number that is called a reading.
- **Don't** choose it for having a meter installed: that is *Engineer's visit*.

## Change tariff {#change_tariff}

Other plans, prices by the hour, what happens when a fixed price ends.

- **Do** choose it for "something cheaper at night".
- **Don't** choose it for what Emberlane pays for solar power.

## Move home {#move_home}

Moving in or out, a change of name, the final bill.

- **Do** choose it for a final bill, though it is a bill.
- **Don't** choose it for moving an appointment.

## Power cut {#report_outage}

No electricity, part of it gone, flickering, when it will be back.

- **Do** choose it when only one home is affected.
- **Don't** choose it for a noisy or cold boiler.

## Set the heating {#set_heating}

Temperature, times, hot water on or off.

- **Do** choose it for complaints about the cold without a fault.
- **Don't** choose it when something is broken.

## Solar power {#solar_export}

What the panels made, what Emberlane pays for it, batteries.

- **Do** choose it for a missing export payment.
- **Don't** choose it for tariffs for electricity that is *used*.

## Engineer's visit {#book_engineer}

Booking, moving or missing a visit; a fault that somebody must look at.

- **Do** choose it for the installation of a meter.
- **Don't** choose it for a fault in the network: that is *Power cut*.

## Something else {#other}

Thanks, small talk, wishes to speak with a person, anything that Emberlane cannot do.

- **Do** choose it rather than forcing a message into an intent.
- **Don't** choose it because a message is short or misspelt.
"""
