#include "metrics.hpp"

#include "metric_table.hpp"

namespace watchpost::api {
namespace {

net::Response page_of(Sources const& sources, std::optional<double> free_percent) {
    MetricFacts const facts{sources, sources.hub.status(), free_percent};
    MetricsPage page;
    for (auto const& metric : metric_table()) {
        page.family(metric.name, metric.type, metric.help);
        metric.write(page, facts);
    }
    net::Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = page.take();
    return response;
}

} // namespace

net::Answer get_metrics(Sources const& sources, FreePercent& disk) {
    net::LaterAnswer later;
    later.begin = [sources, &disk](net::LaterAnswer::Done done) {
        return disk.ask(
            [sources, tell = std::move(done)](std::optional<double> free) { tell(page_of(sources, free)); });
    };
    // A disk that hangs is no reason not to tell the rest.
    later.limit = std::chrono::seconds(1);
    later.at_limit = [sources] { return page_of(sources, std::nullopt); };
    return later;
}

} // namespace watchpost::api
