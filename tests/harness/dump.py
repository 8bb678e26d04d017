"""What DUMP gives and RESTORE takes: a value, the version of its format, a checksum.

crc64 is that of Jones (reflected, initial value 0), which ends RDB files too.
"""

import struct

REFLECTED = 0x95AC9329AC4BC9B5
FOOTER = 10


def _table():
    table = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = crc >> 1 ^ REFLECTED if crc & 1 else crc >> 1
        table.append(crc)
    return table


TABLE = _table()


def crc64(data):
    crc = 0
    for byte in data:
        crc = TABLE[(crc ^ byte) & 255] ^ crc >> 8
    return crc


def sign(value, version=10):
    """The payload of a value: its type byte and what follows it."""
    payload = value + struct.pack("<H", version)
    return payload + struct.pack("<Q", crc64(payload))


def unsigned(payload):
    """The value in a payload."""
    return payload[:-FOOTER]
