//! Native charts over cells of their own sheet.

use rust_xlsxwriter::{
    Chart, ChartAxisCrossing, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartPoint, ChartSolidFill,
    ChartType, Color,
};

use super::layout::Laid;
use crate::{
    model::book::{self, ChartShape, Sheet},
    render::theme::Theme,
};

/// A chart, sized to the cells that it covers.
pub fn chart(of: &book::Chart, sheet: &Sheet<'_>, laid: &Laid<'_>, theme: &Theme) -> Chart {
    let mut chart = Chart::new(match of.shape {
        ChartShape::Ring => ChartType::Doughnut,
        ChartShape::StackedBars => ChartType::BarStacked,
    });
    let row = |logical: usize| laid.starts.get(logical).copied().unwrap_or(0);
    let (first, last) = (row(of.first), row(of.last));
    let named = of.names_from.map_or(first, row);
    for (column, role) in &of.series {
        let series = chart.add_series();
        let names = (sheet.name.as_str(), named, of.names, named + (last - first), of.names);
        series.set_categories(names).set_values((sheet.name.as_str(), first, *column, last, *column));
        if of.shape == ChartShape::Ring {
            let points: Vec<ChartPoint> = of
                .slices
                .iter()
                .map(|slice| ChartPoint::new().set_format(&mut fill(theme.chart_colour(*slice))))
                .collect();
            series.set_points(&points);
        } else {
            let head = first.saturating_sub(1);
            series
                .set_name((sheet.name.as_str(), head, *column))
                .set_gap(45)
                .set_format(&mut fill(theme.chart_colour(*role)));
        }
    }
    let mut font = ChartFont::new();
    font.set_name(theme.font("data")).set_size(9);
    chart.title().set_name(&of.title).set_font(ChartFont::new().set_name(theme.font("head")).set_size(11));
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
    if of.shape == ChartShape::Ring {
        chart.set_hole_size(55);
    } else {
        // Of lying bars the names stand at the left, the first one on top.
        chart.y_axis().set_font(&font).set_reverse().set_major_gridlines(false).set_crossing(ChartAxisCrossing::Max);
        let mut faint = ChartLine::new();
        faint.set_color(Color::RGB(theme.grid_colour())).set_width(0.5);
        chart
            .x_axis()
            .set_font(&font)
            .set_major_gridlines(true)
            .set_major_gridlines_line(&faint)
            .set_num_format("0")
            .set_major_unit(of.step);
    }
    let (width, height) = pixels(of, sheet, laid, theme);
    chart.set_width(width).set_height(height);
    chart
}

fn fill(colour: u32) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(colour)));
    format
}

/// Width and height in pixels of the cells that a chart covers, less a margin.
fn pixels(of: &book::Chart, sheet: &Sheet<'_>, laid: &Laid<'_>, theme: &Theme) -> (u32, u32) {
    let columns = usize::from(of.at.1)..usize::from(of.to.1);
    let characters: f64 = columns.filter_map(|column| sheet.widths.get(column)).map(|width| f64::from(*width)).sum();
    let row = |logical: usize| laid.starts.get(logical).copied().unwrap_or(0) as usize;
    let points: f64 = (row(of.at.0)..row(of.to.0)).filter_map(|row| laid.heights.get(row)).sum();
    let to_pixels = |points: f64| ((points * 96.0 / 72.0) as u32).saturating_sub(18).max(60);
    (to_pixels(characters * theme.measures().character), to_pixels(points))
}
