//! Which site a page is of.

/// How the site of a page is told from its address.
///
/// ```
/// use textsieve::SiteKey;
///
/// let url = "https://www.News.example.co.uk:8080/2026/story?id=1";
/// assert_eq!(SiteKey::Host.of(url).as_deref(), Some("news.example.co.uk"));
/// assert_eq!(SiteKey::Domain.of(url).as_deref(), Some("example.co.uk"));
/// assert_eq!(SiteKey::Host.of("daily-planet").as_deref(), Some("daily-planet"));
/// assert_eq!(SiteKey::Host.of(" "), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum SiteKey {
    /// The host without its port and without `www.` in front. What is no address is taken as it is, in lower case.
    #[default]
    Host,
    /// The domain that somebody registered, by a rule of thumb: two labels, or three where the country's second level is one such as
    /// `co.uk`, or where the host is a known one of blogs, each of which is a site of its own. It needs no list that gets old, and where it is
    /// wrong it takes a few sites for one.
    Domain,
}

/// Second levels under which countries register names.
const SECOND_LEVELS: [&str; 34] = [
    "ac", "asso", "co", "com", "edu", "ed", "gen", "go", "gob", "gouv", "gov", "gv", "id", "idf", "in", "info", "k12", "ltd", "me", "mil",
    "ne", "net", "nic", "nom", "nsw", "or", "org", "ong", "plc", "sch", "school", "vic", "web", "nhs",
];

/// Domains below which each name is somebody else's.
const BLOGS: [&str; 14] = [
    "blogspot.com",
    "wordpress.com",
    "github.io",
    "gitlab.io",
    "tumblr.com",
    "substack.com",
    "medium.com",
    "weebly.com",
    "wixsite.com",
    "livejournal.com",
    "netlify.app",
    "vercel.app",
    "pages.dev",
    "typepad.com",
];

impl SiteKey {
    /// The site of a page with this address; none if there is nothing to tell it by.
    #[must_use]
    pub fn of(self, url: &str) -> Option<String> {
        let host = host(url.trim()).to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host).trim_end_matches('.');
        let site = match self {
            Self::Host => host,
            Self::Domain => domain(host),
        };
        (!site.is_empty()).then(|| site.to_owned())
    }
}

fn host(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("//") else { return url };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    // An address of version 6 has colons of its own.
    match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or(host),
    }
}

fn domain(host: &str) -> &str {
    let labels: Vec<&str> = host.split('.').collect();
    if labels.len() < 3 || labels.iter().any(|label| label.is_empty()) || host.contains(':') || labels.iter().all(|label| is_number(label))
    {
        return host;
    }
    let last = |count: usize| &host[host.len() - (labels[labels.len() - count..].iter().map(|label| label.len() + 1).sum::<usize>() - 1)..];
    let is_country = labels[labels.len() - 1].len() == 2;
    if is_country && SECOND_LEVELS.contains(&labels[labels.len() - 2]) || BLOGS.contains(&last(2)) { last(3) } else { last(2) }
}

fn is_number(label: &str) -> bool {
    label.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_of_addresses() {
        let table = [
            ("https://a.example.com/x", "a.example.com", "example.com"),
            ("//www.example.com", "example.com", "example.com"),
            ("http://user:pass@example.com:80/@x", "example.com", "example.com"),
            ("http://EXAMPLE.com.?q=//b", "example.com", "example.com"),
            ("http://news.bbc.co.uk/", "news.bbc.co.uk", "bbc.co.uk"),
            ("http://ada.blogspot.com/", "ada.blogspot.com", "ada.blogspot.com"),
            ("http://192.168.0.1:8000/", "192.168.0.1", "192.168.0.1"),
            ("http://[2001:db8::1]:80/", "2001:db8::1", "2001:db8::1"),
            ("http://www.zeitung.de/politik", "zeitung.de", "zeitung.de"),
            ("https://бел.рф/x", "бел.рф", "бел.рф"),
            ("http://a..b.c/", "a..b.c", "a..b.c"),
        ];
        for (url, by_host, by_domain) in table {
            assert_eq!(SiteKey::Host.of(url).as_deref(), Some(by_host), "{url}");
            assert_eq!(SiteKey::Domain.of(url).as_deref(), Some(by_domain), "{url}");
        }
        for url in ["", "  ", "https:///path", "www."] {
            assert_eq!(SiteKey::Host.of(url), None, "{url}");
        }
    }
}
