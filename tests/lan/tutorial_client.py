# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
# A client after the text of the UDP tutorial: tutorial_client.py SERVER PORT OWN-IP ID NAME WANTED. It tells the server
# who and where it is, asks for the other until it is there, and the two greet each other directly.
import socket, sys, time
server, port, ip, own, name, wanted = sys.argv[1:]
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind((ip, 0))
peer = greeting = None
while not (peer and greeting):
    udp.sendto(f"{own},{name},{ip},{udp.getsockname()[1]},{wanted}".encode(), (server, int(port)))
    text = udp.recv(1024).decode()
    if not text.startswith("sigserv,"): greeting = text
    elif text.split(",")[1] == wanted: peer = text.split(",")
    if peer: udp.sendto(f"{name} greets {peer[2]}".encode(), (peer[3], int(peer[4])))
    time.sleep(0.1)
print(greeting)
