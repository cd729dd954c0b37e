"""Copy this file to secrets.py and fill it in. secrets.py is never committed."""

WIFI_SSID = "name of your network"
WIFI_PASSWORD = "its password"
WIFI_COUNTRY = "XX"  # two letters, such as "DE": the channels that are allowed there; "XX" is worldwide

HOST = "192.168.0.10"  # where watchpost runs; an address needs no name server
PORT = 3000

TOKEN = "the token of this board in the configuration of watchpost"
DEVICE_ID = "pan-tilt"  # needed when several boards share one token: 1 to 32 of a-z 0-9 _ -
