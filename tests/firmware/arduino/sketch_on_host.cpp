// The sketch as a program: the same file that is flashed, with fakes below it and real sockets.

#define WATCHPOST_SECRETS "test_secrets.h"
#include "../../../firmware/esp32cam/esp32cam.ino"

int main() {
    setup();
    for (;;)
        loop();
}
