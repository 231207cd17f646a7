/*
 * address.h - where the peer listens: loopback TCP and an abstract unix
 * socket, which nobody else can reach from another machine.
 */
#ifndef HARNESS_PEER_ADDRESS_H
#define HARNESS_PEER_ADDRESS_H

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

/* An address of either kind. */
struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in tcp;
		struct sockaddr_un local;
	};
	socklen_t size;
};

/* Listens on an address, whose open part the kernel chooses and fills in: a
 * descriptor that does not block, or -1 with errno. */
int address_listen(struct address *address);

/* Connects to one that address_listen() has filled in: a descriptor that
 * blocks, or -1 with errno. */
int address_connect(const struct address *to);

#endif
