// viewer_process PORT CAMERA: takes the camera's frames and forgets them, until the daemon ends it. A test stops it.

#include "support/ws_client.hpp"

#include <iostream>
#include <string>

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    auto viewer = watchpost::test::WsClient::open(static_cast<unsigned short>(std::stoi(argv[1])),
                                                  "/ws/video?camera=" + std::string(argv[2]));
    while (viewer.receive_binary(std::chrono::minutes(5)))
        std::cout << "frame" << std::endl;
    std::cout << "the end" << std::endl;
}
