//! Figures that others have worked out, and what holds of every bill.

use super::{Bill, CostReport, Item, Metered, Platform, Share, Span, capacity_parts, weight};
use crate::aws::LoadBalancerType;
use crate::catalog::{self, instance_type_names};
use crate::time::SimTime;

const HOUR_S: u64 = 3600;

fn span(item: Item, per_second: u64, from_s: u64, until_s: Option<u64>) -> Span {
    let at = SimTime::from_seconds;
    Span { item, per_second, from: at(from_s), until: until_s.map(at), minimum_s: 60 }
}

fn cents(usd: f64) -> String {
    format!("{usd:.2}")
}

/// data/worked_examples: a month of 1 vCPU and 4 GB.
#[test]
fn a_month_on_fargate() {
    let fargate = |item, per_second| span(item, per_second, 0, None);
    let spans = vec![
        fargate(Item::FargateVcpu { platform: Platform::LinuxX86, spot: false }, 1024),
        fargate(Item::FargateMemory { platform: Platform::LinuxX86, spot: false }, 4096),
    ];
    let report = Bill { spans, ..Bill::default() }.at(SimTime::from_seconds(720 * HOUR_S));
    let amounts: Vec<String> = report.lines.iter().map(|line| cents(line.amount_usd)).collect();
    assert_eq!(amounts, ["29.15", "12.80"]);
    assert_eq!(cents(report.total_usd), "41.95");
}

/// The example of AWS's split cost allocation data: a dollar an hour for 4 vCPU and 16 GB.
#[test]
fn a_dollar_is_shared_nine_to_one() {
    let item = Item::Instance { instance_type: "m5.xlarge", spot: false };
    let whole = item.weight().unwrap();
    assert_eq!(whole, weight(4 * 1024, 16 * 1024));
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let share = |of: u64| cents(of as f64 / whole as f64);
    assert_eq!(share(weight(1024, 0)), "0.17");
    assert_eq!(share(weight(0, 1024)), "0.02");
}

#[test]
fn begun_seconds_count_and_a_minute_is_the_least() {
    let item = Item::Instance { instance_type: "m5.large", spot: false };
    let billed_s = |from_s, until_s, at_ms| {
        let bill = Bill { spans: vec![span(item, 1, from_s, until_s)], ..Bill::default() };
        let report = bill.at(SimTime::from_ms(at_ms));
        report.lines.first().map(|line| (line.quantity * 3600.0).round())
    };
    assert_eq!(billed_s(10, None, 9_999), None);
    assert_eq!(billed_s(10, None, 10_000), Some(60.0));
    assert_eq!(billed_s(10, Some(12), 500_000), Some(60.0));
    assert_eq!(billed_s(10, None, 100_001), Some(91.0));
    assert_eq!(billed_s(10, Some(110), 500_000), Some(100.0));
}

#[test]
fn what_no_task_reserves_is_unused() {
    let item = Item::Instance { instance_type: "m5.large", spot: false };
    let half = item.weight().unwrap() / 2;
    let at = SimTime::from_seconds;
    let share = Share { item, weight: half, from: at(0), until: Some(at(HOUR_S)) };
    let bill = Bill { spans: vec![span(item, 1, 0, None)], shares: vec![share], ..Bill::default() };
    let figures = |report: CostReport| {
        let all =
            [report.per_hour_now_usd, report.unused_per_hour_now_usd, report.total_usd, report.unused_usd];
        all.map(|usd| format!("{usd:.3}"))
    };
    assert_eq!(figures(bill.at(at(HOUR_S / 2))), ["0.096", "0.048", "0.048", "0.024"]);
    assert_eq!(figures(bill.at(at(2 * HOUR_S))), ["0.096", "0.096", "0.192", "0.144"]);
}

/// Forty new connections a second are 1.6 capacity units.
#[test]
fn the_greater_dimension_makes_the_capacity_units() {
    let item = Item::CapacityUnits(LoadBalancerType::Application);
    let lcu_hours = |rules| {
        let minute = |minute: u64| Metered {
            item,
            end: SimTime::from_seconds(60 * minute),
            parts: capacity_parts(LoadBalancerType::Application, 40 * 60, rules),
        };
        let bill = Bill { metered: (1..=60).map(minute).collect(), ..Bill::default() };
        let report = bill.at(SimTime::from_seconds(HOUR_S));
        assert_eq!(report.total_usd.to_bits(), report.per_hour_now_usd.to_bits());
        report.lines.first().map(|line| line.quantity)
    };
    assert_eq!(lcu_hours(0), Some(1.6));
    assert_eq!(lcu_hours(50), Some(1.6));
    assert_eq!(lcu_hours(110), Some(4.0));
}

#[test]
fn every_item_has_a_price_and_every_price_an_item() {
    let platforms = [Platform::LinuxX86, Platform::LinuxArm, Platform::Windows];
    let balancers = [LoadBalancerType::Application, LoadBalancerType::Network, LoadBalancerType::Gateway];
    let of_platforms = platforms.into_iter().flat_map(|platform| {
        [Item::FargateVcpu { platform, spot: false }, Item::FargateMemory { platform, spot: false }]
    });
    let of_balancers = balancers.into_iter().map(Item::LoadBalancer);
    let units = [LoadBalancerType::Application, LoadBalancerType::Network].map(Item::CapacityUnits);
    let others = [Item::FargateLicence, Item::FargateStorage];
    let named: Vec<String> =
        of_platforms.chain(of_balancers).chain(units).chain(others).map(Item::name).collect();
    for price in catalog::prices() {
        assert!(
            named.iter().any(|name| name == price.item) || price.unit == "share of On-Demand",
            "{}",
            price.item
        );
    }
    assert!(named.iter().all(|name| catalog::price(name).is_some()), "{named:?}");
    let on_spot = |spot| Item::FargateVcpu { platform: Platform::LinuxX86, spot }.price().0;
    assert_eq!(on_spot(true) * 10, on_spot(false) * 3);
    for instance_type in instance_type_names() {
        let of = |spot| Item::Instance { instance_type, spot }.price();
        assert!(of(true).0 > 0 && of(true) < of(false), "{instance_type}");
    }
}
