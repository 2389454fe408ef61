"""How many checks of devices a second: a database of many devices, the real server, and somebody who asks."""
