//! An address that a container sends requests to: `http://api:8080/orders`.

/// The longest name that DNS takes.
const HOST_CHARACTERS: usize = 253;

/// Host, port and path of an address. Spec: LOAD-12.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HttpAddress {
    /// The host, in small letters.
    pub host: String,
    /// The port: 80, or 443 with `https`, where none is given.
    pub port: u16,
    /// The path, with its first slash.
    pub path: String,
}

impl HttpAddress {
    /// Reads an address; none where it has no host, or a port that is none. Its scheme may be left out.
    pub fn parse(text: &str) -> Option<HttpAddress> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let default_port = match scheme.to_ascii_lowercase().as_str() {
            "http" => 80,
            "https" => 443,
            _ => return None,
        };
        let (authority, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
        let (host, port) = match authority.split_once(':') {
            None => (authority, default_port),
            Some((host, port)) => (host, port.parse().ok().filter(|port| *port > 0)?),
        };
        let in_names = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        let is_name = (1..=HOST_CHARACTERS).contains(&host.len()) && host.bytes().all(in_names);
        is_name.then(|| HttpAddress { host: host.to_ascii_lowercase(), port, path: path.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::HttpAddress;

    fn read(text: &str) -> Option<(String, u16, String)> {
        HttpAddress::parse(text).map(|address| (address.host, address.port, address.path))
    }

    #[test]
    fn host_port_and_path_are_read() {
        let said = |host: &str, port, path: &str| Some((host.to_owned(), port, path.to_owned()));
        assert_eq!(read("http://api:8080"), said("api", 8080, "/"));
        assert_eq!(read("https://API.internal/orders/1"), said("api.internal", 443, "/orders/1"));
        assert_eq!(read("api"), said("api", 80, "/"));
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in ["", "http://", "ftp://api", "http://api:0", "http://api:http", "http://a b", "://api"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
